import { html, render, empty, figure, panel, badge, bar, code, icon } from '../ui.js';
export default { title: 'Now', open(root) {
  render(html`<div class="page-head"><h1>Now</h1><p>What happens at this moment</p></div>
  <div class="trouble tone-wait"><span>${icon('warn')}</span><strong>3 of 31 targets are cooling.</strong> <span class="soft">The next one is back in 22m 46s; calls go to the others.</span></div>
  <dl class="figures">${figure('Calls per minute','128')}${figure('Answered','100 %')}${figure('Sidestepped','31',{note:'24 %'})}${figure('Waited','2')}${figure('Cost today','$0.4213')}${figure('Tokens today','1.2M')}</dl>
  ${panel('Calls', empty('No calls yet','Calls appear here as they happen.', code('curl http://127.0.0.1:8080/v1/chat/completions -d "{}"')))}
  ${panel('Badges', html`<div class="panel-body row">${['ready','recovering','cooling','no-room','unhealthy','benched','disabled','answered','rate-limited','broken'].map(x=>badge(x))} <div class="grow">${bar(.6,{label:'60 % left'})}${bar(.2,{label:'x',tone:'wait'})}</div>
  <button class="button">Button</button><button class="button primary">Primary</button><button class="button danger">Remove</button><button class="button quiet">Quiet</button><input type="checkbox" class="switch" aria-label="x" checked></div>`)}
  <div class="problem" role="alert">${icon('warn')}<div><p>It went wrong.</p></div></div>`, root);
} };
